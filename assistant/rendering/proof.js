// Shared by every page: buttons that open an original page or save a table. The server decides what is shown.
element.addEventListener('click', (event) => {
  const opened = event.target.closest('[data-page][data-doc]');
  if (opened) trigger('expand', { page: Number(opened.dataset.page), doc: opened.dataset.doc, boxes: opened.dataset.boxes });
  const saved = event.target.closest('[data-save]');
  if (saved) trigger('download', { ...saved.dataset });
});
