// The dialog of an original page: opened as it arrives, its first box in view; Esc and 关闭 close it. One that comes
// later, with its sentence marked, does not open again what was closed meanwhile.
let closed = false;
watch('value', () => {
  const sheet = element.querySelector('dialog');
  if (!sheet || (closed && 'later' in sheet.dataset)) return;
  closed = false;
  sheet.addEventListener('close', () => { closed = true; }, { once: true });
  if (!sheet.open) sheet.showModal();
  const picture = sheet.querySelector('img');
  const box = sheet.querySelector('.bq-box');
  const look = () => box && box.scrollIntoView({ block: 'center', inline: 'center' });
  if (picture && !picture.complete) picture.addEventListener('load', look);
  else look();
});
element.addEventListener('click', (event) => {
  const sheet = element.querySelector('dialog');
  if (sheet && (event.target === sheet || event.target.closest('[data-close]'))) sheet.close();
});
