// Marked cells are scrolled into view inside their tables; a citation that was clicked, on the page too.
watch('value', () => {
  for (const box of element.querySelectorAll('.bq-scroll')) {
    box.scrollTop = box.scrollLeft = 0; // the frame may have held another table before
    const [row, cell] = [box.querySelector('.bq-marked-row'), box.querySelector('.bq-hit')];
    const frame = box.getBoundingClientRect();
    const middle = (seen, start, size) => seen[start] + seen[size] / 2 - frame[start] - frame[size] / 2;
    if (row) box.scrollTop = middle(row.getBoundingClientRect(), 'top', 'height');
    if (cell) box.scrollLeft = middle(cell.getBoundingClientRect(), 'left', 'width');
  }
  const clicked = element.querySelector('[data-clicked] .bq-chosen');
  if (clicked) clicked.scrollIntoView({ block: 'nearest' });
});
