// Says so on the page when a device does not answer: the library's own way is the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("device-trouble");
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});

// A button that asks a device can be pressed once the library listens: an earlier press would be lost.
window.addEventListener("load", () => {
  for (const button of document.querySelectorAll("[data-device]")) button.disabled = false;
});
