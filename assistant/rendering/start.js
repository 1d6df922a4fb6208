() => {
  // What holds for the whole page: its language, one set of colours (those of a dark system would leave dark letters on
  // dark ground), no heading in a frame of another page, tabs that the arrow keys walk through.
  document.documentElement.lang = 'zh-CN';
  const light = () => {
    if (document.body.classList.contains('dark')) document.body.classList.remove('dark');
  };
  new MutationObserver(light).observe(document.body, { attributeFilter: ['class'] });
  light();
  if (window.self !== window.top) for (const head of document.querySelectorAll('.bq-head')) head.hidden = true;
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  document.addEventListener('keydown', (event) => {
    const tab = event.target.closest?.('[role="tab"]');
    if (!tab) return;
    const tabs = [...tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]')].filter((each) => each.checkVisibility());
    const ends = { Home: tabs[0], End: tabs.at(-1) };
    const next = ends[event.key] ?? tabs[(tabs.indexOf(tab) + (steps[event.key] ?? 0) + tabs.length) % tabs.length];
    if (!(event.key in steps) && !(event.key in ends)) return;
    event.preventDefault();
    next.click();
    next.focus();
  });
}
