namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>A using, a finally or a handler stands between the call that may throw and the way out.</summary>
public sealed class ValidProtection
{
    [Theory]
    [InlineData("using var stream = File.OpenRead(path); stream.ReadByte();")]
    [InlineData("using (var stream = File.OpenRead(path)) stream.ReadByte();")]
    [InlineData("var stream = File.OpenRead(path); using (stream) stream.ReadByte();")]
    [InlineData("var stream = File.OpenRead(path); using var owner = stream; stream.ReadByte();")]
    [InlineData("var stream = File.OpenRead(path); try { stream.ReadByte(); } finally { stream.Dispose(); }")]
    [InlineData("var stream = File.OpenRead(path); try { stream.ReadByte(); stream.Dispose(); } catch { stream.Dispose(); throw; }")]
    [InlineData("Stream? stream = null; try { stream = File.OpenRead(path); stream.ReadByte(); } finally { stream?.Dispose(); }")]
    [InlineData("Stream? stream = null; try { stream = File.OpenRead(path); stream.ReadByte(); } finally { if (stream != null) stream.Dispose(); }")]
    [InlineData("var stream = File.OpenRead(path); try { stream.ReadByte(); } finally { Close(stream); } static void Close(Stream closed) => closed.Dispose();")]
    [InlineData("var stream = File.OpenRead(path); try { try { stream.ReadByte(); } finally { Console.WriteLine(); } } finally { stream.Dispose(); }")]
    [InlineData("var stream = File.OpenRead(path); try { stream.ReadByte(); } catch (Exception) { Console.WriteLine(path); } stream.Dispose();")]
    [InlineData("var stream = File.OpenRead(path); try { stream.ReadByte(); } catch { Console.WriteLine(path); } finally { stream.Dispose(); }")]
    public Task Of_a_stream(string statements) => ExceptionCode.InMethod(statements);

    [Theory]
    [InlineData("await using var stream = File.OpenRead(path); await stream.ReadExactlyAsync(new byte[1]);")]
    [InlineData("await using (var stream = File.OpenRead(path)) await stream.ReadExactlyAsync(new byte[1]);")]
    [InlineData("var stream = File.OpenRead(path); await using (stream.ConfigureAwait(false)) await stream.ReadExactlyAsync(new byte[1]);")]
    [InlineData("var stream = File.OpenRead(path); try { await stream.FlushAsync(); } finally { await stream.DisposeAsync().ConfigureAwait(false); }")]
    public Task Of_a_stream_in_asynchronous_code(string statements) => ExceptionCode.InAsyncMethod(statements);

    [Fact]
    public Task Returned_unless_something_goes_wrong() => ExceptionCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        """);

    [Fact]
    public Task A_success_flag() => ExceptionCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            bool isGood = false;
            try
            {
                stream.ReadByte();
                isGood = true;
                return stream;
            }
            finally
            {
                if (!isGood)
                    stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Set_to_null_once_it_is_handed_over() => ExceptionCode.InClass(
        """
        private Stream? _stream;

        void Open(string path)
        {
            Stream? stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
                _stream = stream;
                stream = null;
            }
            finally
            {
                stream?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Two_streams_in_nested_usings() => ExceptionCode.InMethod(
        """
        using (var first = File.OpenRead(path))
        using (var second = File.Create(path + "2"))
            first.CopyTo(second);
        """);

    [Fact]
    public Task A_flag_that_tells_the_borrowed_one() => ExceptionCode.InClass(
        """
        void M(string path, Stream? stream)
        {
            bool isOwn = stream == null;
            var input = stream ?? File.OpenRead(path);
            try
            {
                input.ReadByte();
            }
            finally
            {
                if (isOwn)
                    input.Dispose();
            }
        }
        """);

    [Fact]
    public Task What_a_filter_declines_the_next_handler_gets() => ExceptionCode.InMethod(
        """
        var resource = new Resource();
        try
        {
            File.Delete(path);
        }
        catch (Exception) when (flag)
        {
            resource.Dispose();
            throw;
        }
        catch (Exception)
        {
            if (!flag)
                resource.Dispose();
            throw;
        }

        resource.Dispose();
        """);

    [Fact]
    public Task Cleaning_up_fails_as_well() => ExceptionCode.InMethod(
        """
        Stream? stream = null;
        try
        {
            Console.WriteLine(path);
            stream = File.OpenRead(path);
            stream.ReadByte();
            stream.Dispose();
            stream = null;
        }
        finally
        {
            File.Delete(path);
            stream?.Dispose();
        }
        """);

    [Fact]
    public Task A_handler_whose_own_calls_may_throw_before_it_releases() => ExceptionCode.InMethod(
        """
        var stream = new FileStream(path, FileMode.Open);
        try
        {
            given.CopyTo(stream);
        }
        catch (Exception)
        {
            File.Delete(path);
            stream.Dispose();
            throw;
        }

        stream.Dispose();
        """);
}
