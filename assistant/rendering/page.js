// After each answer the newest question is brought into view.
watch('value', () => {
  const asked = element.querySelectorAll('.bq-question');
  const talk = element.querySelector('.bq-talk');
  if (asked.length && talk) talk.scrollTop = asked[asked.length - 1].offsetTop - talk.offsetTop - 8;
});
// A click on a citation opens its evidence, one on a candidate asks it; the server decides what is shown.
element.addEventListener('click', (event) => {
  const cited = event.target.closest('[data-turn][data-n]');
  if (cited) trigger('select', { turn: Number(cited.dataset.turn), n: Number(cited.dataset.n) });
  const picked = event.target.closest('[data-ask]');
  if (picked) trigger('submit', { ask: picked.dataset.ask });
});
