// Says so on the page when a device does not answer: the library's own way is the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("device-trouble");
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});
