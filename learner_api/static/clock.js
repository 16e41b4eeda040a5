// The time that is left of an attempt with a limit, by the course's clock: told calmly,
// announced a few times, and heard on demand.

if (self.sheet) {
  const { address, close, compare, form, say, saveAll, voice, words } = self.sheet;
  const { count } = self.telling;
  const CALLS = [600, 300, 120, 60, 30, 10];
  const clock = form.querySelector('[role=timer]');
  const end = Date.parse(form.dataset.closesAt);
  let before, ticked;

  const seeResult = async () => {
    try {
      const { told } = await waiting.ask(`/api/v1${address}`);
      if (told.submitted_at) location.replace(address);
    } catch (fault) { /* The line is down. */ }
    setTimeout(seeResult, 2000);
  };

  const tick = () => {
    // The device slept, or somebody set its clock: only the course knows the time.
    if (Math.abs(Date.now() - ticked) > 4000) compare();
    ticked = Date.now();
    const left = Math.max(0, Math.ceil((end - ticked - waiting.ahead) / 1000));
    const isAt = (moment) => before > moment && left <= moment;
    clock.textContent = left > 120
      ? count(words.minutes, Math.ceil(left / 60)) : count(words.seconds, left);
    if (CALLS.some(isAt)) say(clock.textContent, 0);
    // What is being typed still gets there.
    if (isAt(3)) saveAll();
    before = left;
    if (left) setTimeout(tick, 1000);
    else {
      close(words.timeOver, words.counted);
      seeResult();
    }
  };

  form.querySelector('[data-hear]').onclick = () => {
    voice.textContent = '';
    say(clock.textContent, 100);
  };
  waiting.ahead = Date.parse(form.dataset.now) - Date.now();
  tick();
  compare();
}
