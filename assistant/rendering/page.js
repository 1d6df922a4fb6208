// After each answer the newest question is brought into view.
watch('value', () => {
  const asked = element.querySelectorAll('.bq-question');
  const talk = element.querySelector('.bq-talk');
  if (asked.length && talk) talk.scrollTop = asked[asked.length - 1].offsetTop - talk.offsetTop - 8;
});
// What the buttons of an answer do; the server decides what is shown.
const actions = {
  n: (button) => trigger('select', { turn: Number(button.dataset.turn), n: Number(button.dataset.n) }),
  ask: (button) => trigger('submit', { ask: button.dataset.ask }),
  again: () => trigger('retry', {}),
  like: (button) => trigger('like', { turn: Number(button.dataset.like), good: true, reason: '' }),
  dislike: (button) => {
    const reason = prompt('哪里不对？（可以不填）');
    if (reason !== null) trigger('like', { turn: Number(button.dataset.dislike), good: false, reason });
  },
  copy: async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = '已复制';
  },
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  for (const name of Object.keys(actions)) if (name in button.dataset) actions[name](button);
});
