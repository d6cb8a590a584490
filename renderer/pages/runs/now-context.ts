import { createContext } from 'react';

/** The time, apart from the rows: a tick of the clock redraws the times alone. */
export const NowContext = createContext(0);
