/* What an author does, as acts on the picture, on its list and on the lists of other languages. */
(editor => {
  "use strict";

  const { state, shapes } = editor;
  const COLLECTION = { mark: "marks", redaction: "redactions" };

  const edit = (target, ...acts) => ({ target: target.id, acts });
  const withActs = edits => edits.filter(({ acts }) => acts.length);

  /* Writes the value of a thing that is there. */
  editor.setThing = ({ kind, index }, value, typed) => {
    const picture = editor.picture();
    const before = kind === "crop" ? picture.crop : picture[COLLECTION[kind]][index];
    if (JSON.stringify(before) === JSON.stringify(value)) return editor.changed();
    editor.act([{ ...edit(picture, kind === "crop" ? { crop: value } : { [kind]: { set: [index, value] } }), typed }]);
  };

  /* The number of a mark that is drawn now: with it comes a new item of the list, where none is waiting. */
  editor.newNumber = kind => {
    const { list } = state;
    const makes = list && (state.adding || kind !== "spot") ? list.first + list.items.length : null;
    return state.adding ? makes : (editor.nextNumber(kind) ?? makes);
  };

  /* Adds a mark with a number; where no item is waiting for it, with a new item of the list. Returns whether it did. */
  editor.addMark = shape => {
    const picture = editor.picture();
    const { list, adding } = state;
    const n = shape.n === undefined ? editor.newNumber(shape.kind) : shape.n;
    const isNew = list !== null && n === list.first + list.items.length;
    const edits = [edit(picture, { mark: { add: { ...shape, n, side: null } } })];
    if (isNew) edits.push(edit(list, { item: { add: [list.items.length, adding ? adding.words.trim() : ""] } }));
    state.chosen = { kind: "mark", index: picture.marks.length };
    state.adding = null;
    editor.act(edits);
    return isNew && !adding?.words.trim();
  };

  editor.addRedaction = ({ at }) => {
    const picture = editor.picture();
    state.chosen = { kind: "redaction", index: picture.redactions.length };
    editor.act([edit(picture, { redaction: { add: { at, text: null } } })]);
  };

  /* Removes what is chosen; of a mark, its item too if that is wanted. */
  editor.removeThing = ({ kind, index }) => {
    const picture = editor.picture();
    state.chosen = null;
    editor.act([edit(picture, kind === "crop" ? { crop: null } : { [kind]: { remove: index } })]);
  };

  /* Other languages' lists that have all these items, which stand for the same marks. */
  const alike = (...items) => state.others.filter(list => items.every(item => item < list.items.length));

  /* Removes an item and its marks. The numbers of later marks go down with those of their items. */
  editor.removeItem = index => {
    const number = state.list.first + index;
    const ofPicture = picture => {
      const acts = [];
      picture.marks.forEach((mark, at) => {
        if (mark.n > number) acts.push({ mark: { set: [at, { ...mark, n: mark.n - 1 }] } });
      });
      // From the last one, so that those before keep their places.
      for (let at = picture.marks.length - 1; at >= 0; at--) {
        if (picture.marks[at].n === number) acts.push({ mark: { remove: at } });
      }
      return edit(picture, ...acts);
    };
    const lists = [state.list, ...alike(index)].map(list => edit(list, { item: { remove: index } }));
    state.chosen = null;
    editor.act(withActs([...state.pictures.map(ofPicture), ...lists]));
  };

  /* Moves an item to another place of the list, together with the numbers of all marks. */
  editor.moveItem = (from, to) => {
    const { first, items } = state.list;
    if (to < 0 || to >= items.length || to === from) return;
    const order = items.map((_, index) => index);
    order.splice(to, 0, ...order.splice(from, 1));
    const renumbered = n => {
      const place = order.indexOf(n - first);
      return place < 0 ? n : first + place;
    };
    const ofPicture = picture => {
      const acts = picture.marks.flatMap((mark, at) =>
        mark.n === null || renumbered(mark.n) === mark.n
          ? []
          : [{ mark: { set: [at, { ...mark, n: renumbered(mark.n) }] } }],
      );
      return edit(picture, ...acts);
    };
    const lists = [state.list, ...alike(from, to)].map(list => edit(list, { item: { move: [from, to] } }));
    if (state.chosen?.kind === "item") state.chosen = { kind: "item", index: to };
    editor.act(withActs([...state.pictures.map(ofPicture), ...lists]));
  };

  /* `typed` tells of the field, for `editor.act`. */
  editor.setWords = (index, words, typed) => {
    if (state.list.items[index] === words) return;
    editor.act([{ ...edit(state.list, { item: { words: [index, words] } }), typed }]);
  };

  /* Says what a picture of the figure shows. */
  editor.setAlt = (at, alt, typed) => editor.act([{ ...edit(state.list, { item: { alt: [at, alt] } }), typed }]);

  /* Writes the words of the item that waits for its mark. It is chosen, so that the next mark is its. */
  editor.keepItem = () => {
    const { list, adding } = state;
    const index = list.items.length;
    state.adding = null;
    state.chosen = { kind: "item", index };
    editor.act([edit(list, { item: { add: [index, adding.words.trim()] } })]);
  };

  /* Gives another language the items that it lacks, empty or with the words of this one. */
  editor.addMissing = (other, copied) => {
    const missing = state.list.items.slice(other.items.length);
    const acts = missing.map((words, at) => ({ item: { add: [other.items.length + at, copied ? words : ""] } }));
    editor.act([edit(other, ...acts)]);
  };

  /* The number of the chosen mark; null takes it away. */
  editor.setNumber = n => {
    const { chosen } = state;
    if (chosen?.kind !== "mark") return;
    if (n !== null && state.list && !editor.itemOf(n)) return editor.say("bad", editor.words("noItem", { n }));
    const mark = editor.picture().marks[chosen.index];
    editor.setThing(chosen, { ...mark, n });
  };

  /* Gives the chosen mark the number of a new item, and goes to the item's words. */
  editor.setNewNumber = () => {
    const { chosen, list } = state;
    if (chosen?.kind !== "mark" || editor.refuses()) return editor.changed();
    const picture = editor.picture();
    const n = list.first + list.items.length;
    const marked = edit(picture, { mark: { set: [chosen.index, { ...picture.marks[chosen.index], n }] } });
    editor.act([marked, edit(list, { item: { add: [list.items.length, ""] } })]);
    editor.focusWords();
  };

  /* A shape of default size in the middle of what readers see. */
  editor.middleShape = kind => {
    const { size, crop } = editor.picture();
    const [left, top, width, height] = crop ?? [0, 0, ...size];
    const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
    const [halfWidth, halfHeight] = [Math.max(Math.round(width / 8), 4), Math.max(Math.round(height / 16), 4)];
    const tail = [x - halfWidth, y + halfHeight];
    return shapes.drawn(
      kind,
      kind === "pin" ? [x, y] : tail,
      kind === "pin" ? [x, y] : [x + halfWidth, y - halfHeight],
      size,
    );
  };

  /* The mark nearest to the chosen one. */
  function neighbour() {
    const { chosen } = state;
    const all = editor.picture().marks;
    const middle = mark => {
      const { left, top, right, bottom } = shapes.bounds(mark);
      return [(left + right) / 2, (top + bottom) / 2];
    };
    if (chosen?.kind !== "mark") return null;
    const [x, y] = middle(all[chosen.index]);
    const away = mark => Math.hypot(middle(mark)[0] - x, middle(mark)[1] - y);
    const others = all.filter((mark, at) => at !== chosen.index && shapes.isArea(mark));
    if (!others.length || !shapes.isArea(all[chosen.index])) {
      editor.say("bad", editor.words("noNeighbour"));
      return null;
    }
    return others.reduce((best, mark) => (away(mark) < away(best) ? mark : best));
  }

  /* Puts the chosen mark in line with its neighbour: below one another at their left sides, else at their tops. */
  editor.alignChosen = () => {
    const other = neighbour();
    if (!other) return;
    const mark = editor.picture().marks[state.chosen.index];
    const [dx, dy] = [other.at[0] - mark.at[0], other.at[1] - mark.at[1]];
    const by = Math.abs(dx) <= Math.abs(dy) ? [dx, 0] : [0, dy];
    editor.setThing(state.chosen, shapes.moved(mark, ...by, editor.picture().size));
  };

  editor.sameSize = () => {
    const other = neighbour();
    if (!other) return;
    const mark = editor.picture().marks[state.chosen.index];
    const [width, height] = editor.picture().size;
    const wide = Math.min(other.at[2], width - mark.at[0]);
    const high = Math.min(other.at[3], height - mark.at[1]);
    editor.setThing(state.chosen, { ...mark, at: [mark.at[0], mark.at[1], wide, high] });
  };
})(globalThis.stepbookEditor);
