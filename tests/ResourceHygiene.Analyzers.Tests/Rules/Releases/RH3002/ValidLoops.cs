namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>Loops that release what this very round acquired, or that end with the release.</summary>
public sealed class ValidLoops
{
    [Fact]
    public Task Acquired_and_released_in_each_round() => ReleaseCode.InMethod(
        """
        foreach (char c in path)
        {
            var resource = new Resource();
            resource.Use();
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Released_before_leaving_the_loop() => ReleaseCode.InClass(
        """
        void M(Resource resource, string path)
        {
            foreach (char c in path)
            {
                if (c == '/')
                {
                    resource.Dispose();
                    return;
                }
            }

            resource.Dispose();
        }
        """);

    [Fact]
    public Task Released_before_going_on_to_the_next_round() => ReleaseCode.InMethod(
        """
        foreach (string line in File.ReadLines(path))
        {
            var stream = File.OpenRead(line);
            if (stream.Length == 0)
            {
                stream.Dispose();
                continue;
            }

            stream.ReadByte();
            stream.Dispose();
        }
        """);

    [Fact]
    public Task Reopened_after_a_failure() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        while (true)
        {
            try
            {
                stream.ReadByte();
                break;
            }
            catch (IOException)
            {
                stream.Dispose();
                stream = File.OpenRead(path);
            }
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Reopened_when_the_size_is_reached() => ReleaseCode.InMethod(
        """
        var log = new StreamWriter(path);
        for (int i = 0; i < 1000; i++)
        {
            if (i % 100 == 99)
            {
                log.Dispose();
                log = new StreamWriter(path + i);
            }

            log.WriteLine(i);
        }

        log.Dispose();
        """);

    [Fact]
    public Task Retried_a_few_times() => ReleaseCode.InClass(
        """
        static extern bool TryUse([Borrowed] Resource resource);

        Resource? Connect()
        {
            for (int attempt = 0; attempt < 3; attempt++)
            {
                var resource = new Resource();
                if (TryUse(resource))
                    return resource;
                resource.Dispose();
            }

            return null;
        }
        """);

    [Fact]
    public Task Nulled_in_the_round_that_released() => ReleaseCode.InClass(
        """
        void M(Resource? resource, string path)
        {
            foreach (char c in path)
            {
                if (c == '/' && resource != null)
                {
                    resource.Dispose();
                    resource = null;
                }
            }

            resource?.Dispose();
        }
        """);

    [Fact]
    public Task Each_element_that_can_be_released() => ReleaseCode.InFile(
        """
        public interface IController { }
        class C
        {
            async ValueTask M(List<IController> controllers)
            {
                foreach (var controller in controllers)
                {
                    if (controller is IAsyncDisposable slow)
                        await slow.DisposeAsync();
                    else if (controller is IDisposable quick)
                        quick.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task What_only_turns_out_to_be_disposable_may_be_disposed_twice() => ReleaseCode.InClass(
        """
        void M(object thing, bool flag)
        {
            try
            {
                if (flag)
                    (thing as IDisposable)?.Dispose();
            }
            finally
            {
                (thing as IDisposable)?.Dispose();
            }
        }
        """);

    [Fact]
    public Task The_best_so_far_is_kept() => ReleaseCode.InClass(
        """
        static extern int Score([Borrowed] Resource resource);

        Resource Best(int count)
        {
            var best = new Resource();
            while (count-- > 0)
            {
                var candidate = new Resource();
                if (Score(candidate) > Score(best))
                {
                    best.Dispose();
                    best = candidate;
                }
                else
                {
                    candidate.Dispose();
                }
            }

            return best;
        }
        """);

    [Theory]
    [InlineData("Dictionary<string, Resource> all", "if (item.Value is Resource found) { found.Use(); found.Dispose(); }")]
    [InlineData("Dictionary<string, object> all", "if (item.Value is Resource found) { found.Use(); found.Dispose(); }")]
    [InlineData("Dictionary<string, object> all", "if (item.Value is Resource found) { found.Use(); found.Dispose(); } else { Console.WriteLine(item.Key); }")]
    [InlineData("Dictionary<string, object> all", "Resource found = (Resource)item.Value; found.Use(); found.Dispose();")]
    [InlineData("List<object> all", "if (item is Resource found) { found.Use(); found.Dispose(); }")]
    [InlineData("List<Lazy<object>> all", "if (item.Value is Resource found) { found.Use(); found.Dispose(); }")]
    public Task Another_one_is_found_in_each_round(string parameter, string round) => ReleaseCode.InClass(
        $$"""
        void M({{parameter}})
        {
            foreach (var item in all)
            {
                {{round}}
            }
        }
        """);
}
