using ResourceHygiene.Analyzers.Benchmarks.Measurement;

namespace ResourceHygiene.Analyzers.Benchmarks.Tests;

public sealed class FigureTests
{
    [Theory]
    [InlineData(1.0, 4.0, 0.25, "x\t0.25\t<= 0.25\tok")]
    [InlineData(1.0, 2.0, 0.25, "x\t0.5\t<= 0.25\tshort")]
    [InlineData(1.0, 2.0, null, "x\t0.5\t-\tok")]
    public void A_figure_is_one_line_of_name_ratio_target_and_verdict(double part, double whole, double? target, string expected) =>
        Assert.Equal(expected, Figure.Ratio("x", part, whole, target).ToString());

    [Fact]
    public void What_could_not_be_measured_falls_short() =>
        Assert.Equal("x\tNaN\t<= 0.1\tshort", Figure.Ratio("x", 1, 0, 0.1).ToString());

    [Fact]
    public void Contestants_run_in_turn_after_a_round_that_does_not_count()
    {
        List<string> runs = [];
        var rounds = new Rounds();
        rounds.Add("a", () => runs.Add("a"));
        rounds.Add("b", () => runs.Add("b"));

        rounds.Run(least: 2, most: 2, TimeSpan.Zero);

        Assert.Equal(["a", "b", "a", "b", "a", "b"], runs);
        Assert.Equal(2, rounds.Count);
    }
}
