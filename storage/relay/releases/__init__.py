"""Places called up as stock arrives: slots, forecasts, the pace observed."""
