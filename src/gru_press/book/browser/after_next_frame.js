// What changes the whole page is done after the next picture, so that the page answers at once.

export const afterPicture = (work) => requestAnimationFrame(() => setTimeout(work));
