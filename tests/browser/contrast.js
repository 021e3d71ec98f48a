// What of a page is drawn too pale for its ground: [element, ratio] by the formula of WCAG 2.
// `selector` finds the shapes and texts, `least` is the ratio that they need.
([selector, least]) => {
  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = pixel.getContext("2d", { willReadFrequently: true });
  const mixed = (...layers) => {
    context.globalAlpha = 1;
    for (const [colour, alpha] of layers) {
      context.globalAlpha = alpha;
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = (rgb) => {
    const linear = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const above = (node) => (node ? [node, ...above(node.parentElement)] : []);
  const clear = (colour) => /^(none|transparent|rgba\(.*, 0\))$/.test(colour);
  const paperOf = (node) => {
    const painted = above(node).slice(1).map((one) => getComputedStyle(one).backgroundColor);
    return painted.find((colour) => !clear(colour)) ?? "white";
  };
  const inkOf = (node) => {
    const { stroke, fill, backgroundColor, borderTopColor, strokeOpacity, fillOpacity } = getComputedStyle(node);
    if (!(node instanceof SVGElement)) return [clear(backgroundColor) ? borderTopColor : backgroundColor, 1];
    if (node.tagName === "text" || clear(stroke)) return [fill, Number(fillOpacity)];
    return [stroke, Number(strokeOpacity)];
  };
  const pale = [...document.querySelectorAll(selector)].flatMap((node) => {
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
    const [colour, alpha] = inkOf(node);
    if (clear(colour)) return [];
    const shown = above(node).reduce((share, one) => share * getComputedStyle(one).opacity, alpha);
    const paper = [paperOf(node), 1];
    const found = ratio(mixed(paper, [colour, shown]), mixed(paper));
    const about = `${node.closest(".gru, .gru-widget")?.className} ${node.className.baseVal ?? node.className}`;
    return found < least ? [`${about} ${colour} ${shown.toFixed(2)}: ${found.toFixed(2)}`] : [];
  });
  return [...new Set(pale)];
}
