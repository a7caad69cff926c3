namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What a handler caught is an exception, never null.</summary>
public sealed class CaughtExceptions
{
    [Fact]
    public Task Remembered_and_thrown_after_the_handler() => LeakCode.InClass(
        """
        void M(string path)
        {
            Exception? failure = null;
            try
            {
                var stream = File.OpenRead(path);
                stream.ReadByte();
                stream.Dispose();
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (failure != null)
                throw new InvalidOperationException("failed", failure);
        }
        """);

    [Fact]
    public Task Remembered_and_not_asked_about() => LeakCode.InClass(
        """
        private Exception? _failure;

        void M(string path)
        {
            try
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                stream.ReadByte();
                stream.Dispose();
            }
            catch (Exception exception)
            {
                _failure = exception;
            }
        }
        """);
}
