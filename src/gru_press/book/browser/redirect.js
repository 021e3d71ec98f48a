// A renamed page sends its readers on; what a link says of a place or of a widget goes with them.

location.replace(document.currentScript.dataset.to + location.search + location.hash);
