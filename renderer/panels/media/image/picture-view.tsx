import type { ReactElement } from 'react';
import { saveHref } from '../save.ts';
import { canDecodeAnimations, useIsAnimated } from '../video/animated.ts';
import { AnimationView, PlainAnimation } from '../video/animation-view.tsx';
import { ImageView, type ImageViewProps } from './image-view.tsx';

/** A picture of a grid: a still one, or an animated one that can be stopped and stepped as a video. */
export function PictureView(props: ImageViewProps): ReactElement {
  const { cell, item, href, config } = props;
  const isAnimated = useIsAnimated(item.file, href);
  // Masks and boxes lie over the picture itself, which then plays without being asked.
  const isLayered = item.masks.length + item.boxes.length > 0;
  if (isAnimated !== true || isLayered) return <ImageView {...props} isDraggable />;
  if (!canDecodeAnimations()) return <PlainAnimation item={item} href={href} />;
  return <AnimationView key={href} item={item} href={href} fit={config.fit} save={saveHref(cell)} />;
}
