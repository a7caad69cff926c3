namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>Protection that comes too late, or protects something else.</summary>
public sealed class DiagnosticsProtection
{
    [Fact]
    public Task A_call_between_the_acquisition_and_the_try() => ExceptionCode.InMethod(
        """
        var stream = [|File.OpenRead(path)|];
        int number = int.Parse(path);
        try
        {
            stream.ReadByte();
        }
        finally
        {
            stream.Dispose();
        }
        """);

    [Fact]
    public Task A_call_between_the_acquisition_and_the_using() => ExceptionCode.InMethod(
        """
        var stream = [|File.OpenRead(path)|];
        File.Delete(path + ".lock");
        using (stream)
            stream.ReadByte();
        """);

    [Fact]
    public Task A_finally_of_something_else() => ExceptionCode.InMethod(
        """
        var stream = [|File.OpenRead(path)|];
        using (new MemoryStream())
            stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task A_handler_that_only_looks() => ExceptionCode.InMethod(
        """
        var stream = [|File.OpenRead(path)|];
        try
        {
            stream.ReadByte();
            stream.Dispose();
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception.Message);
            throw;
        }
        """);

    [Fact]
    public Task A_call_behind_the_protected_part() => ExceptionCode.InClass(
        """
        Stream M(string path)
        {
            var stream = [|File.OpenRead(path)|];
            try
            {
                stream.ReadByte();
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            File.Delete(path + ".lock");
            return stream;
        }
        """);

    [Fact]
    public Task The_second_is_protected_the_first_is_not() => ExceptionCode.InMethod(
        """
        var first = [|File.OpenRead(path)|];
        using var second = File.OpenRead(path + "2");
        Console.WriteLine(first.Length == second.Length);
        first.Dispose();
        """);

    [Fact]
    public Task A_handler_that_only_rethrows() => ExceptionCode.InMethod(
        """
        var resource = [|new Resource()|];
        try
        {
            given.CopyTo(Stream.Null);
        }
        catch (Exception)
        {
            File.Delete(path);
            throw;
        }

        resource.Dispose();
        """);
}
