// Reading again and removing; removing asks on the button itself, as a page inside another may open no dialogs.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button) return;
  if (button.dataset.act === 'delete' && button.dataset.sure === undefined) {
    const say = (text) => {
      button.textContent = text;
      button.setAttribute('aria-label', `${text} ${button.dataset.name}`);
    };
    button.dataset.sure = '';
    say('确定移除');
    setTimeout(() => { delete button.dataset.sure; say('移除'); }, 5000);
    return;
  }
  trigger(button.dataset.act, { doc: button.dataset.doc });
});
