// Reading again and removing; removing asks first.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button) return;
  if (button.dataset.act === 'delete' && !confirm(`移除“${button.dataset.name}”？`)) return;
  trigger(button.dataset.act, { doc: button.dataset.doc });
});
