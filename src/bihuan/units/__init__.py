"""监管对象: enterprises, schools, stations, markets, house sites."""
