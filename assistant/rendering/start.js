() => {
  // What holds for the whole page: its language, no heading in a frame of another page, tabs that the arrow keys
  // walk through.
  document.documentElement.lang = 'zh-CN';
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
