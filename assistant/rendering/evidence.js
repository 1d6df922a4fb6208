// Marked cells are scrolled into view inside their tables; a citation that was clicked, on the page too.
watch('value', () => {
  for (const box of element.querySelectorAll('.bq-scroll')) {
    const hit = box.querySelector('.bq-hit, .bq-marked-row');
    if (!hit) continue;
    const [cell, frame] = [hit.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTop += cell.top - frame.top - frame.height / 2;
    box.scrollLeft += Math.max(0, cell.right - frame.right + 16);
  }
  const clicked = element.querySelector('[data-clicked] .bq-chosen');
  if (clicked) clicked.scrollIntoView({ block: 'nearest' });
});
