// A widget's code by its published name. In the book it is a file of its own, loaded when the first
// such widget comes near; a deck of slides has this module replaced by one that holds the code.

export const published = (name) => import(`./${name}`);
