// The pens that write files.
export { PdfCanvas } from './pdf-canvas.ts';
export { pageLetters } from './pdf-letters.ts';
export { PdfPen } from './pdf-pen.ts';
export { SvgPen } from './svg-pen.ts';
