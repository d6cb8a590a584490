import bokeh from '@bokeh/bokehjs/build/js/bokeh.min.js?url';
import plotly from 'plotly.js-strict-dist-min/plotly-strict.min.js?url';

/** Address of the Plotly script (strict build: no eval), fetched with the first figure and run in frames only. */
export const plotlyScript: string = plotly;
/** Address of the Bokeh script, fetched with the first document and run in frames only. */
export const bokehScript: string = bokeh;
