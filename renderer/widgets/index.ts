export { cx } from './classes.ts';
export {
  Button,
  IconButton,
  type ButtonKind,
  type ButtonProps,
  type ControlSize,
  type IconButtonProps,
} from './button.tsx';
export {
  TextArea,
  TextField,
  SearchField,
  type SearchFieldProps,
  type TextAreaProps,
  type TextFieldProps,
} from './field.tsx';
export { Select, type SelectOption, type SelectProps } from './select.tsx';
export {
  AnchoredMenu,
  Menu,
  RowsMenu,
  type AnchoredMenuProps,
  type MenuEntry,
  type MenuProps,
  type RowsMenuProps,
} from './menu.tsx';
export { AnchoredPopover, Popover, type AnchoredPopoverProps, type PopoverProps } from './popover.tsx';
export { Tooltip, TooltipProvider, type TooltipProps } from './tooltip.tsx';
export { ConfirmDialog, Dialog, type ConfirmDialogProps, type DialogProps } from './dialog.tsx';
export { LinkTabs, SegmentedControl, type LinkTab, type TabItem, type SegmentedControlProps } from './tabs.tsx';
export { Checkbox, Slider, Switch, type CheckboxProps, type SliderProps, type SwitchProps } from './toggle.tsx';
export { Tick, type TickProps } from './tick.tsx';
export { FileButton, FileInput, type FileButtonProps, type FileInputProps } from './file-button.tsx';
export { ZoomButtons } from './zoom-buttons.tsx';
export { usePanZoom, type PanZoom, type PlaneSize } from './pan-zoom.ts';
export { useStable } from './stable.ts';
export { exactTime, localTime } from './local-time.ts';
export { textScale } from './text-scale.ts';
export { Chip, ColorDot, type ChipProps } from './chip.tsx';
export { STATE_WORDS, StateBadge, StateIcon, type StateIconProps, type StateName } from './state-badge.tsx';
export { EmptyState, ErrorNotice, Skeleton, type EmptyStateProps, type ErrorNoticeProps } from './feedback.tsx';
export { showToast, ToastProvider, type ToastOptions } from './toast.tsx';
export { SplitPane, type SplitPaneProps } from './split-pane.tsx';
export { VirtualList, type VirtualListHandle, type VirtualListProps } from './virtual-list.tsx';
export { CopyButton, type CopyButtonProps } from './copy-button.tsx';
export { canCopyImages, copyImage, copyText } from './clipboard.ts';
export { nativeBridge } from './native.ts';
export { chooseNameCut, RunName, useNameCut, type NameCut, type RunNameProps } from './run-name.tsx';
export { KeyHint } from './key-hint.tsx';
export {
  RUN_PALETTE_SIZE,
  colorFor,
  colorRound,
  paletteColor,
  paletteSize,
  paperColor,
  resolveColor,
  useResolveColor,
} from './palette.ts';
export {
  chooseRunColors,
  chooseTheme,
  currentInk,
  startTheme,
  useInk,
  useRunColors,
  useTheme,
  useThemeChoice,
  type RunColors,
  type Theme,
  type ThemeChoice,
} from './theme.ts';
export {
  changeShortcut,
  hasOwnShortcut,
  startShortcuts,
  useCommandList,
  useCommands,
  type Command,
} from './commands.ts';
export { isSameKeys, keysOfPress } from './shortcuts.ts';
