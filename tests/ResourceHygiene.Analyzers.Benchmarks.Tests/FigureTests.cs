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
    public void Contestants_run_in_turn_and_a_slow_one_in_fewer_rounds()
    {
        List<string> runs = [];
        var rounds = new Rounds();
        rounds.Add("a", () => runs.Add("a"));
        rounds.Add("b", () => runs.Add("b"), most: 1);
        rounds.Add("c", () => runs.Add("c"));

        rounds.Run(least: 2, most: 2, TimeSpan.Zero);

        Assert.Equal(["a", "b", "c", "a", "c"], runs);
        Assert.Equal(2, rounds.Count);
    }

    [Fact]
    public void The_best_round_counts_as_noise_only_adds()
    {
        var best = Measured.Best([new(TimeSpan.FromMilliseconds(5), 20), new(TimeSpan.FromMilliseconds(3), 30), new(TimeSpan.FromMilliseconds(9), 40)]);

        Assert.Equal(new Measured(TimeSpan.FromMilliseconds(3), 20), best);
    }
}
