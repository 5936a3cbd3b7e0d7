// Whoever chose no time zone yet is offered the one of their browser.
const select = document.querySelector("select[data-ask-browser]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && [...select.options].some((option) => option.value === zone)) select.value = zone;
