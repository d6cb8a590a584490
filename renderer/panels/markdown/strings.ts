/** Words of the Markdown panel. */
export const strings = {
  kind: 'Markdown',
  text: 'Text (Markdown)',
  placeholder: '# What this board shows\n\nMarkdown: **bold**, `code`, lists, tables, [links](https://…)',
  empty: 'Nothing written yet',
  emptyTip: 'Markdown: headings, lists, tables, code, links.',
  write: 'Write',
  edit: 'Edit text',
  save: 'Save',
  cancel: 'Cancel',
  saveFile: 'Download as .md',
  copy: 'Copy text',
  copied: 'Text copied',
} as const;
