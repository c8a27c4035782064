package io.tocsin.processor.core.forecast;

/** What can be said about the future of a series: a forecast, or why there is none. */
public sealed interface Outlook permits Forecast, NoForecast {}
