using OnException = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.ReleaseOnExceptionFix>;
using Temporary = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.ComputeBeforeAcquiringFix>;

namespace ResourceHygiene.CodeFixes.Tests.EndToEnd;

public sealed class ExceptionTests
{
    [Fact]
    public Task Until_it_is_returned() => OnException.Fixes(
        """
        var input = {|RH1003:File.OpenRead(path)|};
        input.Seek(3, SeekOrigin.Begin); // skips the header
        return input;
        """,
        """
        var input = File.OpenRead(path);
        try
        {
            input.Seek(3, SeekOrigin.Begin); // skips the header
            return input;
        }
        catch
        {
            input.Dispose();
            throw;
        }
        """,
        "Stream M(string path)",
        exceptions: true);

    [Fact]
    public Task Until_it_is_stored() => OnException.Fixes(
        """
        var resource = {|RH1003:new Resource()|};
        resource.Use();
        _kept = resource;
        """,
        """
        var resource = new Resource();
        try
        {
            resource.Use();
        }
        catch
        {
            resource.Dispose();
            throw;
        }
        _kept = resource;
        """,
        exceptions: true);

    [Fact]
    public Task Until_it_is_handed_over() => OnException.Fixes(
        """
        var resource = {|RH1003:new Resource()|};
        int.Parse(path);
        Api.Take(resource);
        """,
        """
        var resource = new Resource();
        try
        {
            int.Parse(path);
        }
        catch
        {
            resource.Dispose();
            throw;
        }
        Api.Take(resource);
        """,
        exceptions: true);

    [Fact]
    public Task Not_for_what_stays() => OnException.OffersNothing(
        """
        var input = {|RH1003:File.OpenRead(path)|};
        input.ReadByte();
        input.Dispose();
        """,
        exceptions: true);

    [Fact]
    public Task Not_for_what_goes_back_to_a_pool() => OnException.OffersNothing(
        """
        var block = {|RH1003:pool.Rent()|};
        block.Use();
        pool.Return(block);
        """,
        "void M(BlockPool pool)",
        exceptions: true);

    [Fact]
    public Task A_later_argument_of_a_constructor() => Temporary.Fixes(
        """
        using var session = new Session({|RH1007:new Resource()|}, File.ReadAllText(path));
        """,
        """
        var settings = File.ReadAllText(path);
        using var session = new Session(new Resource(), settings);
        """,
        exceptions: true);

    [Fact]
    public Task A_later_argument_of_what_is_returned() => Temporary.Fixes(
        """
        // A new session.
        return new Session({|RH1007:new Resource()|}, File.ReadAllText(path));
        """,
        """
        // A new session.
        var settings = File.ReadAllText(path);
        return new Session(new Resource(), settings);
        """,
        "Session M(string path)",
        exceptions: true);

    [Fact]
    public Task Three_temporaries_in_one_document() => Temporary.Fixes(
        """
        using var a = new Session({|RH1007:new Resource()|}, File.ReadAllText(path));
        using var b = new Session({|RH1007:new Resource()|}, File.ReadAllText(path));
        using var c = new Session({|RH1007:new Resource()|}, File.ReadAllText(path));
        """,
        """
        var settings = File.ReadAllText(path);
        using var a = new Session(new Resource(), settings);
        var settings2 = File.ReadAllText(path);
        using var b = new Session(new Resource(), settings2);
        var settings3 = File.ReadAllText(path);
        using var c = new Session(new Resource(), settings3);
        """,
        exceptions: true);

    [Fact]
    public Task Not_where_the_receiver_itself_throws() => Temporary.OffersNothing(
        """
        using var archive = new System.IO.Compression.ZipArchive({|RH1007:File.OpenRead(path)|});
        """,
        exceptions: true);
}
