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
  // Colours of a node, each with its opacity: the one that stands out is the one that is seen.
  const inksOf = (node) => {
    const style = getComputedStyle(node);
    if (!(node instanceof SVGElement))
      return [style.backgroundColor, parseFloat(style.borderTopWidth) ? style.borderTopColor : "none"].map((one) => [one, 1]);
    if (node.tagName === "text" || clear(style.stroke)) return [[style.fill, Number(style.fillOpacity)]];
    return [[style.stroke, Number(style.strokeOpacity)]];
  };
  const pale = [...document.querySelectorAll(selector)].flatMap((node) => {
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
    const inks = inksOf(node).filter(([colour]) => !clear(colour));
    if (!inks.length) return [];
    const paper = [paperOf(node), 1];
    const opacity = above(node).reduce((share, one) => share * getComputedStyle(one).opacity, 1);
    const found = inks.map(([colour, alpha]) =>
      ratio(mixed(paper, [colour, alpha * opacity]), mixed(paper)));
    const best = Math.max(...found);
    const about = `${node.closest(".gru, .gru-widget")?.className} ${node.className.baseVal ?? node.className}`;
    return best < least ? [`${about} ${inks[0]} ${opacity.toFixed(2)}: ${best.toFixed(2)}`] : [];
  });
  return [...new Set(pale)];
}
