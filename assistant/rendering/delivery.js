// A file that arrives is saved at once.
watch('value', () => element.querySelector('a')?.click());
