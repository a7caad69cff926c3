namespace ResourceHygiene.Workers.Tests;

public sealed class CommandRequestTests
{
    [Fact]
    public void A_request_keeps_what_it_was_given_and_not_what_became_of_it()
    {
        var arguments = new List<string> { "one" };
        var variables = new Dictionary<string, string?> { ["A"] = "1" };
        var request = new CommandRequest("tool", arguments) { Environment = variables };

        arguments.Add("two");
        variables["B"] = "2";

        Assert.Equal(["one"], request.Arguments);
        Assert.Equal(["A"], request.Environment.Keys);
    }

    [Fact]
    public void A_variant_has_all_the_rest()
    {
        var request = new CommandRequest("tool", "a") { WorkingDirectory = "/tmp", Priority = ReleasePriority.High };

        var variant = request with { Timeout = TimeSpan.FromSeconds(1) };

        Assert.Equal(("tool", "/tmp", ReleasePriority.High), (variant.Program, variant.WorkingDirectory, variant.Priority));
        Assert.Null(request.Timeout);
    }

    [Fact]
    public void What_no_program_can_be_given_is_refused_with_the_text()
    {
        Assert.Throws<ArgumentException>(static () => new CommandRequest(""));
        Assert.Contains("a\\0b", Assert.Throws<ArgumentException>(static () => new CommandRequest("tool", "a\0b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(static () => new CommandRequest("tool", "a", null!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("A\0")]
    public void A_name_that_is_none_of_a_variable_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new CommandRequest("tool") { Environment = new Dictionary<string, string?> { [name] = "1" } });

    [Fact]
    public void Times_that_mean_nothing_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CommandRequest("tool") { Timeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CommandRequest("tool") { Timeout = TimeSpan.FromDays(60) });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CommandRequest("tool") { GracePeriod = TimeSpan.FromSeconds(-1) });
        Assert.Equal(Timeout.InfiniteTimeSpan, new CommandRequest("tool") { Timeout = Timeout.InfiniteTimeSpan }.Timeout);
    }

    [Fact]
    public void A_description_names_the_program_and_stays_short()
    {
        Assert.Equal("'tool'", new CommandRequest("tool").ToString());
        Assert.Equal("'tool' (-i, in.mp4)", new CommandRequest("tool", "-i", "in.mp4").ToString());
        var description = new CommandRequest("tool", "first", new string('x', 10_000), "last").ToString();
        Assert.Equal("'tool' (first, …)", description);
    }
}
