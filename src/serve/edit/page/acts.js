/* Acts: shown at once, written one after another, and taken back without limit.

   `known` is the state that the program has confirmed. What is shown runs ahead of it while acts are under way; when
   one fails, those behind it are dropped and the confirmed state is shown again. */
(editor => {
  "use strict";

  const { state } = editor;
  const known = new Map(); // what the program has, by the id of the target
  const seen = new Map(); // the same with its last versions: words are typed over what was shown
  const REMEMBERED = 40;
  const undos = []; // steps: { ids, group, isReplaced }, the last of which tells that pixels are others
  const redos = [];
  const unwritten = []; // words that were typed and could not be written
  const refused = new Set(); // fields whose words were in conflict
  let last = Promise.resolve(); // the end of the queue
  let waiting = 0;
  let turn = 0; // counts failures: what was queued before one is dropped

  editor.isBusy = () => waiting > 0;
  editor.canUndo = () => undos.length > 0 || waiting > 0;
  editor.canRedo = () => redos.length > 0;

  function targets() {
    return [...state.pictures, ...(state.list ? [state.list] : []), ...state.others];
  }

  function change(all, how) {
    const [[verb, value]] = Object.entries(how);
    if (verb === "add") all.push(value);
    else if (verb === "set") all[value[0]] = value[1];
    else all.splice(value, 1);
  }

  function changeItems(items, how) {
    const [[verb, value]] = Object.entries(how);
    if (verb === "words") items[value[0]] = value[1];
    else if (verb === "add") items.splice(value[0], 0, value[1]);
    else if (verb === "remove") items.splice(value, 1);
    else items.splice(value[1], 0, ...items.splice(value[0], 1));
  }

  function apply({ target, acts }) {
    const found = targets().find(({ id }) => id === target);
    if (!found) return;
    for (const act of acts) {
      if ("crop" in act) found.crop = act.crop;
      else if (act.mark) change(found.marks, act.mark);
      else if (act.redaction) change(found.redactions, act.redaction);
      else if (act.item.alt) state.pictures[act.item.alt[0]].alt = act.item.alt[1];
      else changeItems(found.items, act.item);
    }
  }

  /* Shows what the program has. */
  function settle() {
    const now = target => (target ? structuredClone(known.get(target.id) ?? target) : null);
    state.pictures = state.pictures.map(now);
    state.list = now(state.list);
    state.others = state.others.map(now);
    editor.keepChosen();
  }

  /* What a picture shows stands in the text of the page, and is told with the figure only. */
  function keepAlt(edits) {
    for (const { item } of edits.flatMap(({ acts }) => acts)) {
      const picture = item?.alt && known.get(state.pictures[item.alt[0]]?.id);
      if (picture) picture.alt = item.alt[1];
    }
  }

  function learn(target) {
    known.set(target.id, target);
    const alts = state.pictures.map(({ id, alt }) => known.get(id)?.alt ?? alt);
    const before = (seen.get(target.id) ?? []).filter(({ version }) => version !== target.version);
    seen.set(target.id, [...before.slice(-REMEMBERED), { ...target, alts }]);
  }

  /* The target and version that an act is made for: the newest one; for words, the first one since they were shown in
     which they stood like that. So a change of the same words elsewhere is a conflict, and an act before this one is
     none. A list that has changed much elsewhere has become another target. */
  function addressOf({ target, typed }) {
    const newest = known.get(target);
    if (!newest) throw { status: 404, why: editor.why({ code: "not-open", why: "the editor has lost this file" }) };
    if (!typed) return { target, version: newest.version };
    const all = seen.get(target);
    const shown = all.findLastIndex(({ version }) => version === typed.version);
    const [first, last] = [all.slice(Math.max(shown, 0)).find(typed.holds), all.at(-1)];
    if (typed.target === target) return { target, version: (first ?? typed).version };
    return typed.holds(last) ? { target, version: last.version } : { target: typed.target, version: typed.version };
  }

  /* `typed` are the words of fields that the work writes. */
  function queue(work, typed = []) {
    const mine = turn;
    const keep = () => unwritten.push(...typed.filter(({ key }) => !refused.has(key)));
    waiting++;
    last = last
      .then(() => (mine === turn ? work() : keep()))
      .catch(fault => {
        if (fault.status !== 409) keep();
        else for (const { key } of typed) refused.add(key);
        return fail(fault);
      })
      .finally(() => {
        waiting--;
        if (waiting) return;
        settle();
        editor.changed();
        editor.returnTyped(unwritten.splice(0));
        refused.clear();
        editor.idle();
      });
    return last;
  }

  async function fail(fault) {
    turn++;
    if (fault.status === undefined) throw fault; // a mistake of this script
    // The preview was started again and has another key.
    if (fault.status === 403) return location.reload();
    editor.leaveDrag();
    // After a conflict the field shows what is on the disk.
    editor.forgetTyped(refused);
    if (fault.status === 409) await editor.showConflict(fault);
    else editor.say("bad", editor.words("failed", { why: fault.why }));
    if (fault.status === 0) return;
    await editor.loadFigure().catch(() => {});
  }

  /* Acts of one group are taken back together. */
  function note(answer, stack, word, { group, isReplaced = false } = {}) {
    answer.targets.forEach(learn);
    const step = stack.at(-1);
    if (answer.undo !== null) {
      if (group !== undefined && step?.group === group) step.ids.push(answer.undo);
      else stack.push({ ids: [answer.undo], group, isReplaced });
    }
    if (isReplaced) editor.takePixels();
    if (answer.saved.length) editor.saySaved(word, answer.saved);
  }

  /* Whether the picture's marks can't be changed here; says why. */
  editor.refuses = () => {
    const why = editor.brokenWords();
    if (why) editor.say("bad", why);
    return Boolean(why);
  };

  /* Does acts, `[{ target, acts }]`, all of them or none. `typed` tells of the field that they come from. */
  editor.act = edits => {
    if (edits.some(({ target }) => target === editor.picture().id) && editor.refuses()) {
      editor.changed();
      return last;
    }
    edits.forEach(apply);
    editor.changed();
    const typed = edits.flatMap(edit => edit.typed ?? []);
    return queue(async () => {
      const versioned = edits.map(edit => ({ acts: edit.acts, ...addressOf(edit) }));
      const answer = await editor.server.act(versioned);
      keepAlt(edits);
      if (answer.undo !== null) redos.length = 0;
      note(answer, undos, "saved", { group: typed[0]?.group });
    }, typed);
  };

  /* Puts the picture of a file in the place of one: `data` is the file in base64, `keep` the folder for the original of
     a photo that is made smaller. What the program answers is given to `heard`; or, if the file is the reason, why it
     is refused. */
  editor.replace = ({ id }, { data, keep }, heard) => {
    let answer = null;
    return queue(async () => {
      const { target, version } = addressOf({ target: id });
      try {
        answer = await editor.server.replace({ picture: target, version, data, keep });
      } catch (fault) {
        if (![400, 413, 422].includes(fault.status)) throw fault;
        return heard({ why: fault.why });
      }
      if (answer.undo !== null) redos.length = 0;
      note(answer, undos, "replaced", { isReplaced: true });
      heard(answer);
    });
  };

  function takeBack(from, to, word) {
    return queue(async () => {
      const step = from.pop();
      if (!step) return editor.say("", editor.words(word === "undone" ? "nothingToUndo" : "nothingToRedo"));
      const group = Symbol();
      while (step.ids.length) {
        const id = step.ids.pop();
        try {
          note(await editor.server.undo(id), to, word, { group, isReplaced: step.isReplaced });
        } catch (fault) {
          // It may work again when the file is as it was.
          if (fault.status !== 404) step.ids.push(id);
          if (step.ids.length) from.push(step);
          throw fault;
        }
      }
    });
  }

  editor.undo = () => takeBack(undos, redos, "undone");
  editor.redo = () => takeBack(redos, undos, "redone");

  /* Asks for the figure, and shows it. */
  editor.loadFigure = async () => {
    const figure = await editor.server.figure(state.place ?? { page: state.page, picture: state.number });
    // From now on by its page: the place in the text moves with each act.
    [state.place, state.page, state.number] = [null, figure.page, figure.number];
    const { id } = editor.picture() ?? {};
    // What is shown runs ahead: acts wait behind this.
    if (waiting > 1) {
      for (const target of [...figure.pictures, figure.list, ...figure.others]) if (target) learn(target);
      return;
    }
    state.figure = { title: figure.title, step: figure.step, anchor: figure.anchor };
    state.pictures = figure.pictures;
    state.list = figure.list;
    state.others = figure.others;
    known.clear();
    for (const target of targets()) learn(structuredClone(target));
    const same = state.pictures.findIndex(picture => picture.id === id);
    const asked = state.pictures.findIndex(picture => picture.number === state.number);
    state.at = Math.max(same >= 0 ? same : asked, 0);
    editor.keepChosen();
    editor.changed();
    if (figure.notices.length) editor.say("bad", editor.words("overwritten", { file: figure.notices.join("、") }));
  };

  /* Asks for the figure after the acts that are under way. */
  editor.refresh = () => queue(editor.loadFigure);
})(globalThis.stepbookEditor);
