// The search page: which sections answer a question, best first. Loaded as a plain script, so that
// a book opened from a disk can be searched too. Sphinx brings `Stemmer` and `stopwords`.

{
  const { Stemmer, stopwords } = globalThis;
  const FIELDS = { heading: 4, title: 2, asked: 3, prose: 1, other: 0.5 }; // a word's worth there
  const SATURATION = 1.2; // of BM25: how soon a word repeated counts no more
  const LENGTH = 0.5; // of BM25: how much a long section is marked down
  const MOST_PAGES = 10;
  const MOST_SECTIONS = 3;
  const SUMMARY = 220; // letters
  const stemmer = new Stemmer();

  // A name in code counts whole and in parts: weight_hh, torch.nn.GRUCell.
  function names(text) {
    const found = text.normalize("NFKC").match(/[\p{L}\p{N}_]+|[⊙∂Σσ]/gu) ?? [];
    return found.map((name) => {
      const parts = name.split(/_+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).filter(Boolean);
      const long = parts.length > 1 ? parts.filter((part) => part.length > 2) : [];
      return [parts.join(""), ...long]
        .map((word) => word.toLowerCase())
        .filter((word) => word && !stopwords.includes(word))
        .map((word) => stemmer.stemWord(word));
    });
  }

  function words(text) {
    return names(text).flat();
  }

  function count(weights, text, weight) {
    for (const word of words(text)) weights.set(word, (weights.get(word) ?? 0) + weight);
  }

  function read(index) {
    return index.flatMap(([page, asked, worth, sections]) =>
      sections.map(([anchor, heading, prose, other], place) => {
        const title = sections[0][1];
        const weights = new Map();
        count(weights, heading, FIELDS.heading);
        if (place) count(weights, title, FIELDS.title);
        else count(weights, asked, FIELDS.asked);
        count(weights, prose, FIELDS.prose);
        count(weights, other, FIELDS.other);
        const length = [...weights.values()].reduce((sum, value) => sum + value, 0);
        return { page, worth, title, anchor, heading, prose, place, weights, length };
      }));
  }

  // How rare a word is among the sections, 0 for one that is nowhere.
  function rarity(sections, word) {
    const holders = sections.filter((section) => section.weights.has(word)).length;
    return holders ? Math.log(1 + (sections.length - holders + 0.5) / (holders + 0.5)) : 0;
  }

  // The words that stand for a name that was typed: itself; when it is nowhere, its parts, or words
  // that begin with it.
  function known(all, [whole = "", ...parts]) {
    if (all.has(whole)) return [whole];
    if (parts.length) return parts.filter((part) => all.has(part));
    return whole.length < 3 ? [] : [...all].filter((word) => word.startsWith(whole)).slice(0, 5);
  }

  // How well a section answers, by Okapi's BM25. rare: for every word asked for, its rarity.
  function score(section, rare, mean) {
    const norm = SATURATION * (1 - LENGTH + (LENGTH * section.length) / mean);
    let sum = 0;
    for (const [word, worth] of rare) {
      const weight = section.weights.get(word) ?? 0;
      sum += (worth * weight * (SATURATION + 1)) / (weight + norm);
    }
    return sum * section.worth;
  }

  // A page is worth its best section and a little of the next ones.
  function page([, sections]) {
    sections.sort((a, b) => b.score - a.score);
    const best = sections.slice(0, MOST_SECTIONS);
    const worth = best.reduce((sum, one, place) => sum + one.score / 4 ** place, 0);
    return { sections, score: worth };
  }

  // The pages that answer a question, the best first, and the words that they were found by.
  function rank(sections, question) {
    const all = new Set(sections.flatMap((section) => [...section.weights.keys()]));
    const asked = new Set(names(question).flatMap((name) => known(all, name)));
    const rare = new Map([...asked].map((word) => [word, rarity(sections, word)]));
    const mean = sections.reduce((sum, section) => sum + section.length, 0) / sections.length;
    const found = new Map();
    for (const section of sections) {
      const scored = { ...section, score: score(section, rare, mean) };
      if (scored.score) found.set(section.page, [...(found.get(section.page) ?? []), scored]);
    }
    return { pages: [...found].map(page).sort((a, b) => b.score - a.score), asked };
  }

  function element(name, content, attributes = {}) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...[content].flat());
    return made;
  }

  // A passage around the first word that was asked for, cut at words, with all such words marked.
  function summary(prose, asked) {
    const parts = prose.split(/(?<=\s)/);
    const hits = parts.map((part) => words(part).some((word) => asked.has(word)));
    let from = Math.max(hits.indexOf(true), 0);
    for (let room = SUMMARY / 4; from > 0 && room > 0; from -= 1) room -= parts[from - 1].length;
    const shown = from > 0 ? ["… "] : [];
    let length = 0;
    for (; from < parts.length && length < SUMMARY; from += 1) {
      shown.push(hits[from] ? element("mark", parts[from].trimEnd()) : parts[from]);
      if (hits[from]) shown.push(" ");
      length += parts[from].length;
    }
    return element("p", from < parts.length ? [...shown, "…"] : shown);
  }

  function link(section, text) {
    const root = document.documentElement.dataset.content_root;
    const anchor = section.place ? `#${section.anchor}` : "";
    return element("a", text, { href: `${root}${section.page}.html${anchor}` });
  }

  // A page that was found: its title, the places in it that answer too, and a passage of the best.
  function shown({ sections }, asked) {
    const [best] = sections;
    const places = sections.filter(({ place, score }) => place && score > best.score / 2);
    const links = places.slice(0, MOST_SECTIONS).flatMap((one) => [" · ", link(one, one.heading)]);
    return element("li", [
      link({ ...best, place: 0 }, best.title),
      ...(links.length ? [element("p", links.slice(1), { className: "gru-inside" })] : []),
      summary(sections.find(({ prose }) => prose)?.prose ?? "", asked),
    ]);
  }

  function said(count, question) {
    if (!count) return `Nothing was found for “${question}”. Try other words, or fewer.`;
    if (count === 1) return `One page for “${question}”.`;
    const many = count > MOST_PAGES ? `The best ${MOST_PAGES} of ${count}` : count;
    return `${many} pages for “${question}”, the best first.`;
  }

  const place = document.getElementById("search-results");

  // The question stands behind "#"; older links have it behind "?".
  function answer() {
    const [question] = [location.hash.slice(1), location.search]
      .map((part) => new URLSearchParams(part).get("q")?.trim())
      .filter(Boolean);
    place.replaceChildren();
    if (!question) return;
    for (const input of document.querySelectorAll("input[name=q]")) input.value = question;
    const { pages, asked } = rank(read(globalThis.gruSearchIndex), question);
    const status = { className: "gru-found", role: "status" };
    place.append(
      element("p", said(pages.length, question), status),
      element("ol", pages.slice(0, MOST_PAGES).map((one) => shown(one, asked))),
    );
  }

  answer();
  addEventListener("hashchange", answer);
}
