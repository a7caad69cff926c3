namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Whichever way leads to the use, it passes a release.</summary>
public sealed class DiagnosticsPaths
{
    [Fact]
    public Task After_both_branches() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            resource.Dispose();
        }
        else
        {
            resource.Use();
            resource.Dispose();
        }

        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task In_the_branch_that_released() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        if (stream.ReadByte() < 0)
        {
            stream.Dispose();
            throw new InvalidDataException($"{path} has {{|RH3003:stream|}.Length} bytes.");
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Where_only_the_releasing_branch_goes_on() => ReleaseCode.InMethod(
        """
        if (!flag)
            return;
        given.Dispose();
        {|RH3003:given|}.ReadByte();
        """);

    [Fact]
    public Task After_a_finally() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        finally
        {
            stream.Dispose();
        }

        Console.WriteLine({|RH3003:stream|}.Length);
        """);

    [Fact]
    public Task In_a_handler_that_released() => ReleaseCode.InMethod(
        """
        try
        {
            given.ReadByte();
        }
        catch (IOException)
        {
            given.Dispose();
            Console.WriteLine({|RH3003:given|}.Length);
            throw;
        }
        """);

    [Fact]
    public Task In_a_loop_after_the_release() => ReleaseCode.InMethod(
        """
        given.Dispose();
        foreach (char c in path)
            {|RH3003:given|}.WriteByte((byte)c);
        """);

    [Fact]
    public Task Inside_a_round_of_a_loop() => ReleaseCode.InMethod(
        """
        foreach (char c in path)
        {
            var resource = new Resource();
            resource.Dispose();
            {|RH3003:resource|}.Use();
        }
        """);

    [Fact]
    public Task Under_the_same_condition() => ReleaseCode.InMethod(
        """
        if (flag)
            given.Dispose();
        Console.WriteLine(path);
        if (flag)
            {|RH3003:given|}.ReadByte();
        """);

    [Fact]
    public Task After_a_loop_that_only_ends_with_the_release() => ReleaseCode.InMethod(
        """
        while (true)
        {
            if (given.ReadByte() < 0)
            {
                given.Dispose();
                break;
            }
        }

        Console.WriteLine({|RH3003:given|}.Length);
        """);
}
