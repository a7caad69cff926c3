namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Conditional access, fluent calls, lazy initialisation and exchanges that keep track.</summary>
public sealed class ValidChains
{
    [Fact]
    public Task Lazily_made_into_a_field() => LeakCode.InClass(
        """
        private Stream? _stream;
        private Resource? _resource;

        Stream Get(string path) => _stream ??= File.OpenRead(path);

        Resource Get()
        {
            if (_resource == null)
                _resource = new Resource();
            return _resource;
        }
        """);

    [Fact]
    public Task Lazily_made_with_a_lost_race() => LeakCode.InClass(
        """
        private Resource? _resource;

        Resource Get()
        {
            if (_resource is { } there)
                return there;
            var mine = new Resource();
            if (Interlocked.CompareExchange(ref _resource, mine, null) is { } winner)
            {
                mine.Dispose();
                return winner;
            }

            return mine;
        }
        """);

    [Fact]
    public Task Exchanged_and_the_old_one_released() => LeakCode.InClass(
        """
        private Resource? _resource;

        void Reset(bool flag)
        {
            if (flag)
                Interlocked.Exchange(ref _resource, null)?.Dispose();
            else
                Interlocked.Exchange(ref _resource, new Resource())?.Dispose();
        }
        """);

    [Fact]
    public Task A_conditional_chain_that_ends_in_a_release() => LeakCode.InFile(
        """
        sealed class Node { public Node? Next { get; init; } public Resource? Content { get; set; } }
        class C
        {
            void M(Node? node, bool flag)
            {
                if (flag)
                    node?.Next?.Content?.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_fluent_chain_that_ends_in_a_release() => LeakCode.InFile(
        """
        sealed class Builder : IDisposable
        {
            private int _size;
            public Builder WithSize(int size) { _size = size; return this; }
            public void Dispose() => _size = 0;
        }
        class C
        {
            void M(bool flag)
            {
                var builder = new Builder();
                builder = builder.WithSize(3);
                if (flag)
                    builder.WithSize(4).WithSize(5);
                builder.WithSize(6).Dispose();
            }
        }
        """);

    [Fact]
    public Task A_double_checked_lock() => LeakCode.InClass(
        """
        private readonly Lock _gate = new();
        private volatile Resource? _resource;

        Resource Get()
        {
            if (_resource is null)
            {
                lock (_gate)
                {
                    if (_resource is null)
                    {
                        var made = new Resource();
                        made.Use();
                        _resource = made;
                    }
                }
            }

            return _resource;
        }
        """);

    [Fact]
    public Task Borrowed_or_from_a_pool() => LeakCode.InFile(
        """
        using System.Collections.Concurrent;

        class C
        {
            private readonly ConcurrentBag<Resource> _pool = new();

            void M(bool flag)
            {
                if (!_pool.TryTake(out var resource))
                    resource = new Resource();
                resource.Use();
                if (flag)
                    _pool.Add(resource);
                else
                    resource.Dispose();
            }
        }
        """);
}
