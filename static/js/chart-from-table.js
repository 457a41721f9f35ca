// Draws a chart above each table that stands in a chart's figure, from what the table says.

const figures = document.querySelectorAll("figure[data-chart]");
if (figures.length) {
  await load(figures[0].dataset.chartLibrary);
  for (const figure of figures) draw(figure);
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function draw(figure) {
  const table = figure.querySelector("table");
  const kind = figure.dataset.chart;
  const style = getComputedStyle(figure);
  const text = style.getPropertyValue("--chart-text").trim();
  const grid = style.getPropertyValue("--chart-grid").trim();
  const place = figure.querySelector(".portal-chart__drawing");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Chart: ${table.caption.textContent.trim()}. The table below has its figures.`);
  place.append(canvas);
  place.hidden = false;
  Chart.defaults.font.family = style.fontFamily;
  Chart.defaults.font.size = 14;
  Chart.defaults.color = text;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const series = seriesOf(table);
  new Chart(canvas, {
    type: kind === "line" ? "line" : "bar",
    data: {
      labels: [...table.tBodies[0].rows].map((row) => row.cells[0].textContent.trim()),
      datasets: series.map((one, index) => ({ ...one, ...looks(style, index, kind) })),
    },
    options: {
      maintainAspectRatio: false,
      animation: still ? false : { duration: 300 },
      scales: {
        x: { stacked: kind === "stacked", grid: { display: false }, border: { color: text } },
        y: { stacked: kind === "stacked", beginAtZero: true, grid: { color: grid }, border: { display: false }, ticks: { precision: 0 } },
      },
      plugins: {
        legend: { display: series.length > 1, position: "top", align: "start", labels: { usePointStyle: kind === "line", boxWidth: kind === "line" ? 8 : 14, boxHeight: kind === "line" ? 8 : 14, padding: 16 } },
      },
    },
  });
}

function seriesOf(table) {
  const headings = [...table.tHead.rows[0].cells].slice(1);
  return headings.map((heading, index) => ({
    label: heading.textContent.trim(),
    data: [...table.tBodies[0].rows].map((row) => figureOf(row.cells[index + 1].textContent)),
  }));
}

// A figure that is not available leaves a gap: it is not 0. "1,000+" is drawn as 1,000.
function figureOf(text) {
  const said = text.trim().replaceAll(/[,+]/g, "");
  return said === "" || Number.isNaN(Number(said)) ? null : Number(said);
}

// Lines differ in dash and point too: colour alone tells nothing to some.
function looks(style, index, kind) {
  const colour = style.getPropertyValue(`--chart-${(index % 4) + 1}`).trim();
  if (kind !== "line") return { backgroundColor: colour, borderRadius: 2, maxBarThickness: 48 };
  return {
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 3,
    borderDash: [[], [8, 4], [2, 3], [12, 4, 2, 4]][index % 4],
    pointStyle: ["circle", "rect", "triangle", "rectRot"][index % 4],
    pointRadius: 5,
    tension: 0,
  };
}
