// What the page's address has to do with its widgets: one may name its state there, and a link gives
// one its state. What a link says is understood by permalink.js.

import { fragment, read, stateOf } from "./permalink.js";

// What the widget in a place may do with the address: name its state there, and take it away.
export function addressOf(key, place) {
  const put = (hash) => history.replaceState(null, "", location.pathname + location.search + hash);
  return {
    put(changes) {
      put(fragment(key, changes));
      return location.href;
    },
    drop() {
      refusalIn(place)?.remove();
      if (read(location.hash)?.key === key) put("");
    },
  };
}

// Give a widget the state that the address asks for, and bring it into view.
export function followAddress(widgets, models) {
  const asked = read(location.hash);
  const { place, id } = widgets.find(({ key }) => key === asked?.key) ?? {};
  const model = models.get(id);
  if (!asked || !model) return;
  const { state, whole } = stateOf(asked.fields, model.get("_schema") ?? {});
  model.set(state);
  refusalIn(place)?.remove();
  if (!whole) place.append(refusal());
  place.scrollIntoView({ block: "start" });
}

// What a place says of a link that was followed in part.
const refusalIn = (place) => place.querySelector(".gru-asked");

const refusal = () =>
  Object.assign(document.createElement("p"), {
    className: "gru-asked gru-said",
    textContent: "A part of this link is not for this widget; it starts there as it always does.",
  });
