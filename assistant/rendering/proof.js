// Shared by every page: a button that opens a proof sends its request; the server decides what is shown.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-proof]');
  if (button) trigger('expand', { request: button.dataset.proof });
});
