// Runs in a V8 without a page, before MathJax's own files: what they are to do, and how it is asked.

globalThis.MathJax = {
  tex: {
    packages: ["base", "ams", "boldsymbol", "color"], // no formula defines a word for the next
    formatError(_, error) {
      throw Error(error.message); // else it would stand in the page, in red
    },
  },
  chtml: { fontURL: "fonts" }, // beside the stylesheet
  startup: { typeset: false },
};

function setFormula(tex, display) {
  MathJax.texReset(); // a number is free again: each formula is set as if it were the first
  try {
    return { html: MathJax.startup.adaptor.outerHTML(MathJax.tex2chtml(tex, { display })) };
  } catch (error) {
    return { fault: error.message };
  }
}

function stylesheet() {
  return MathJax.startup.adaptor.textContent(MathJax.chtmlStylesheet());
}
