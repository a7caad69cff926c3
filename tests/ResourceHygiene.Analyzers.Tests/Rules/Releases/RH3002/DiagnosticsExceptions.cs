namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>Handlers and finally blocks that release once more.</summary>
public sealed class DiagnosticsExceptions
{
    [Fact]
    public Task After_a_handler_that_releases_and_goes_on() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            stream.Dispose();
        }

        {|RH3002:stream.Dispose()|};
        """);

    [Fact]
    public Task In_a_handler_when_what_follows_the_free_fails() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        try
        {
            Native.Fill(block);
            Native.Free(block);
            File.Delete(path);
        }
        catch
        {
            {|RH3002:Native.Free(block)|};
            throw;
        }
        """);

    [Fact]
    public Task In_a_finally_after_a_handler_that_freed() => ReleaseCode.InMethod(
        """
        var block = Native.Allocate(16);
        try
        {
            Native.Fill(block);
        }
        catch (IOException)
        {
            Native.Free(block);
            throw;
        }
        finally
        {
            {|RH3002:Native.Free(block)|};
        }
        """);
}
