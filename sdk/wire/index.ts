export { Delivery, type DeliveryEvents, type DeliveryPhase } from './delivery.ts';
export { HostLink, isPassing, type RunAddress } from './link.ts';
export { findResumePoint, type ResumePoint } from './resume.ts';
export { writeDeliveryState } from './state.ts';
