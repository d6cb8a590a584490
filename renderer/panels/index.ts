export { Board, type BoardProps } from './board/board.tsx';
export { NEW_BOARD, readBoard, encodeBoard, decodeBoard, type BoardBody } from './board/board-body.ts';
export { createBoardStore, useBoard, type BoardState, type BoardStore } from './board/board-store.ts';
export { useBoardStore, type SavedBoard } from './board/use-board-store.ts';
export { isOpen, isSolo, openTest, setEyes, soloEye, ALL_OPEN, type Eyes } from './board/eyes.ts';
export { buildSections, sectionOf, CHARTS_SECTION, type Section } from './board/sections.ts';
export {
  panelKinds,
  panelKindFor,
  type PanelKind,
  type PanelSource,
  type PanelViewProps,
  type SharedSettings,
} from './registry.ts';
export { toDrawnRuns, type DrawnRun } from './runs.ts';
export { highlight } from '#ui/charts';
export { downloadBlob, fileNameOf } from './download.ts';
