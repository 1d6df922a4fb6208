// What the buttons of the conversation do; the server decides what is shown.
const waiting = () => element.querySelector('.bq-waiting') !== null;
const box = () => document.querySelector('#bq-question textarea');
const ask = (event, data) => { if (!waiting()) trigger(event, data); };
const actions = {
  n: (button) => trigger('select', { turn: Number(button.dataset.turn), n: Number(button.dataset.n) }),
  ask: (button) => ask('submit', { ask: button.dataset.ask }),
  again: () => ask('retry', {}),
  like: (button) => trigger('like', { turn: Number(button.dataset.like), good: true, reason: '' }),
  dislike: (button) => {
    const form = button.parentElement.nextElementSibling;
    form.hidden = !form.hidden;
    button.setAttribute('aria-expanded', String(!form.hidden));
    if (!form.hidden) form.querySelector('input').focus();
  },
  copy: async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = '已复制';
    } catch {
      button.textContent = '浏览器不允许复制';
    }
  },
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  for (const name of Object.keys(actions)) if (name in button.dataset) actions[name](button);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  trigger('like', { turn: Number(form.dataset.turn), good: false, reason: form.querySelector('input').value });
  form.hidden = true;
});
// Many candidates are narrowed down by what is typed.
element.addEventListener('input', (event) => {
  if (!event.target.matches('.bq-filter')) return;
  const wanted = event.target.value.replace(/\s+/g, '');
  for (const button of event.target.nextElementSibling.children) button.hidden = !button.dataset.ask.includes(wanted);
});
// The meaning of a term shows by style alone; here it is kept inside the page, and Esc takes it away.
const keepInside = (event) => {
  const tip = event.target.closest?.('.bq-term')?.querySelector('.bq-tip');
  if (!tip) return;
  tip.style.left = '0';
  const over = tip.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
  if (over > 0) tip.style.left = `${-over}px`;
};
element.addEventListener('mouseover', keepInside);
element.addEventListener('focusin', keepInside);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const term of element.querySelectorAll('.bq-term:hover, .bq-term:focus')) {
    term.classList.add('bq-quiet');
    for (const ends of ['mouseleave', 'blur']) term.addEventListener(ends, () => term.classList.remove('bq-quiet'), { once: true });
  }
});
// Esc stops a question that is waited for; the focus never falls off the page when a button goes away.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && waiting()) document.querySelector('#bq-stop').click();
});
watch('value', () => {
  const asked = element.querySelectorAll('.bq-question');
  const talk = element.querySelector('.bq-talk');
  if (asked.length && talk) talk.scrollTop = asked[asked.length - 1].offsetTop - talk.offsetTop - 8;
  if (document.activeElement === document.body && asked.length) {
    if (waiting()) document.querySelector('#bq-stop').focus();
    else box()?.focus({ preventScroll: true });
  }
});
