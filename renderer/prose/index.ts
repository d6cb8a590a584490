export { MarkdownText } from './markdown-text.tsx';
export { useWrittenText } from './written-text.tsx';
