"""A chart of cycles on a logarithmic scale: a row a kernel, a mark for each flow."""
import math
from xml.sax.saxutils import escape

FLOWS = [("here", "#1b6ca8", "simulated here"), ("allo_simulated", "#d1495b", "Allo, co-simulated"),
         ("allo_estimated", "#e9a3ac", "Allo, estimated"), ("ScaleHLS", "#8a8d91", "ScaleHLS, estimated"),
         ("VitisHLS", "#c9cbce", "Vitis HLS, estimated")]
ROW, LEFT, WIDTH, TOP = 28, 110, 760, 70


def values(result):
    """The cycles of each flow, where known."""
    other = result["published"]
    found = {"here": result.get("cycles"), "allo_estimated": other["estimated_cycles"].get("Allo")}
    simulated = other["simulated"].get("Allo")
    if simulated and simulated["status"] == "Pass":
        found["allo_simulated"] = simulated["rtl_cycles"]
    for flow in ("ScaleHLS", "VitisHLS"):
        found[flow] = other["estimated_cycles"].get(flow)
    return {flow: cycles for flow, cycles in found.items() if cycles}


def cycles_chart(results):
    rows = [(result["name"], values(result)) for result in results]
    known = [cycles for _, row in rows for cycles in row.values()] or [1, 10]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    high = max(high, low + 1)
    height = TOP + ROW * len(rows) + 40

    def position(cycles):
        return LEFT + (math.log10(cycles) - low) / (high - low) * (WIDTH - LEFT - 30)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
             f'<text x="{LEFT}" y="20" font-size="14">PolyBench MEDIUM, float: clock cycles (logarithmic, less is better)</text>']
    x = 20
    for _, colour, label in FLOWS:
        parts.append(f'<circle cx="{x + 5}" cy="40" r="5" fill="{colour}"/><text x="{x + 14}" y="44">{escape(label)}</text>')
        x += 24 + 6.4 * len(label)
    bottom = TOP + ROW * len(rows)
    for power in range(low, high + 1):
        x = position(10 ** power)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP - 10}" x2="{x:.1f}" y2="{bottom}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">10<tspan dy="-5" font-size="9">{power}</tspan></text>')
    for number, (name, row) in enumerate(rows):
        y = TOP + ROW * number + ROW / 2
        parts.append(f'<text x="{LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - 30}" y2="{y:.1f}" stroke="#f0f0f0"/>')
        for flow, colour, label in reversed(FLOWS):
            if flow in row:
                parts.append(f'<circle cx="{position(row[flow]):.1f}" cy="{y:.1f}" r="{6 if flow == "here" else 5}" fill="{colour}">'
                             f'<title>{escape(name)}: {escape(label)}, {row[flow]:,} cycles</title></circle>')
    return "\n".join(parts + ["</svg>"]) + "\n"
