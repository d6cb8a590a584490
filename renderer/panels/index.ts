export { Board } from './board/board.tsx';
export { useBoard, type BoardStore } from './board/board-store.ts';
export { useBoardStore } from './board/use-board-store.ts';
export { isOpen, isSolo, openTest, setEyes, soloEye, ALL_OPEN, type Eyes } from './board/eyes.ts';
export { panelKindFor, type PanelSource } from './registry.ts';
export { toDrawnRuns, type DrawnRun } from './runs.ts';
export { downloadBlob } from './download.ts';
export { highlight } from '#ui/charts';
