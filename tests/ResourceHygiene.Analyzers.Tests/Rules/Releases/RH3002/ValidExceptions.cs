namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>Handlers release what the try did not.</summary>
public sealed class ValidExceptions
{
    [Fact]
    public Task Released_at_the_end_of_the_try_or_in_the_handler() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
            stream.Dispose();
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        """);

    [Fact]
    public Task Released_in_a_handler_that_throws_or_after_the_try() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            stream.Dispose();
            throw;
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Released_in_a_handler_that_returns() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            stream.Dispose();
            return;
        }

        stream.Dispose();
        """);

    [Fact]
    public Task One_handler_for_each_exception() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
            stream.Dispose();
        }
        catch (IOException)
        {
            stream.Dispose();
        }
        catch (ObjectDisposedException)
        {
            stream.Dispose();
            throw;
        }
        """);

    [Fact]
    public Task Freed_in_the_handler_only() => ReleaseCode.InClass(
        """
        Block M()
        {
            var block = Native.Allocate(16);
            try
            {
                Native.Fill(block);
                return block;
            }
            catch
            {
                Native.Free(block);
                throw;
            }
        }
        """);

    [Fact]
    public Task Emptied_before_the_finally() => ReleaseCode.InClass(
        """
        Resource M()
        {
            Resource? pending = new Resource();
            try
            {
                pending.Use();
                var result = pending;
                pending = null;
                return result;
            }
            finally
            {
                pending?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Freed_and_emptied_before_the_finally() => ReleaseCode.InMethod(
        """
        Block? block = Native.Allocate(16);
        try
        {
            Native.Fill(block);
            if (flag)
            {
                Native.Free(block);
                block = null;
                Console.WriteLine(path);
            }
        }
        finally
        {
            if (block != null)
                Native.Free(block);
        }
        """);

    [Fact]
    public Task Nested_finally_blocks() => ReleaseCode.InMethod(
        """
        var outer = new Resource();
        try
        {
            var inner = new Resource();
            try
            {
                inner.Use();
            }
            finally
            {
                inner.Dispose();
            }
        }
        finally
        {
            outer.Dispose();
        }
        """);

    [Fact]
    public Task Disposed_early_and_by_the_finally_all_the_same() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        try
        {
            if (flag)
            {
                stream.Dispose();
                return;
            }

            stream.ReadByte();
        }
        finally
        {
            stream.Dispose();
        }
        """);
}
