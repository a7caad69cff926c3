namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>A field may hold another resource by the time of the second release, or none.</summary>
public sealed class ValidFields
{
    [Fact]
    public Task Assigned_in_between() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        void Reopen(string path)
        {
            _stream.Dispose();
            _stream = File.OpenRead(path);
            _stream.ReadByte();
            _stream.Dispose();
        }
        """);

    [Fact]
    public Task Set_to_null_in_between() => ReleaseCode.InClass(
        """
        private Resource? _resource = new();

        void Reset()
        {
            _resource?.Dispose();
            _resource = null;
            Console.WriteLine();
            _resource?.Dispose();
        }
        """);

    [Fact]
    public Task Another_method_of_the_object_in_between() => ReleaseCode.InClass(
        """
        private Resource _resource = new();

        void Reopen() => _resource = new Resource();

        void M()
        {
            _resource.Dispose();
            Reopen();
            _resource.Use();
            _resource.Dispose();
        }
        """);

    [Fact]
    public Task A_callback_in_between() => ReleaseCode.InClass(
        """
        private Resource _resource = new();
        private readonly Action _replace = () => { };

        void M()
        {
            _resource.Dispose();
            _replace();
            _resource.Dispose();
        }
        """);

    [Fact]
    public Task Taken_out_of_the_field() => ReleaseCode.InClass(
        """
        private Resource? _resource = new();

        void M()
        {
            Interlocked.Exchange(ref _resource, null)?.Dispose();
            Interlocked.Exchange(ref _resource, null)?.Dispose();
        }
        """);

    [Fact]
    public Task The_old_one_after_the_new_one_came() => ReleaseCode.InClass(
        """
        private Resource _resource = new();

        void Replace(Resource next)
        {
            var old = Interlocked.Exchange(ref _resource, next);
            old.Dispose();
            _resource.Use();
        }
        """);

    [Fact]
    public Task Guarded_by_a_flag() => ReleaseCode.InFile(
        """
        class C : IDisposable
        {
            private readonly Resource _resource = new();
            private bool _disposed;

            public void Stop()
            {
                if (!_disposed)
                {
                    _resource.Dispose();
                    _disposed = true;
                }
            }

            public void Dispose()
            {
                Stop();
                if (!_disposed)
                    _resource.Dispose();
                _disposed = true;
            }
        }
        """);

    [Fact]
    public Task The_pattern_with_disposing() => ReleaseCode.InFile(
        """
        class C : IDisposable
        {
            private readonly Resource _managed = new();
            private Block? _native = new();
            private bool _disposed;

            protected virtual void Dispose(bool disposing)
            {
                if (_disposed)
                    return;
                if (disposing)
                    _managed.Dispose();
                _native?.Free();
                _native = null;
                _disposed = true;
            }

            ~C() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }
        }
        """);

    [Fact]
    public Task A_property_that_may_yield_another_one() => ReleaseCode.InClass(
        """
        private readonly List<Resource> _resources = new();
        private int _index;

        Resource Current => _resources[_index];

        void M()
        {
            Current.Dispose();
            _index++;
            Current.Dispose();
        }
        """);

    [Fact]
    public Task Fields_of_two_objects() => ReleaseCode.InFile(
        """
        class Holder { public Resource Resource = new(); }
        class C
        {
            void M(Holder first, Holder second)
            {
                first.Resource.Dispose();
                second.Resource.Dispose();
            }
        }
        """);

    [Fact]
    public Task Two_fields() => ReleaseCode.InClass(
        """
        private readonly Resource _first = new();
        private readonly Resource _second = new();

        void M()
        {
            _first.Dispose();
            _second.Dispose();
        }
        """);
}
