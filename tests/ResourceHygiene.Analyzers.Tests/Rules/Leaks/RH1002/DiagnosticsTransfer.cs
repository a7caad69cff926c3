namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Handed to a new owner on one path, forgotten on another.</summary>
public sealed class DiagnosticsTransfer
{
    [Fact]
    public Task Stored_in_a_field_only_if() => LeakCode.InClass(
        """
        private Resource? _resource;

        void M(bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            resource.Use();
            if (flag)
                _resource = resource;
        }
        """);

    [Fact]
    public Task Stored_in_a_property_only_if() => LeakCode.InClass(
        """
        public Stream? Current { get; private set; }

        void M(string path)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (stream.Length > 0)
                Current = stream;
        }
        """);

    [Fact]
    public Task Returned_only_if() => LeakCode.InClass(
        """
        Resource? M(bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            resource.Use();
            return flag ? resource : null;
        }
        """);

    [Fact]
    public Task Passed_to_its_owner_only_if() => LeakCode.InClass(
        """
        interface IOwner { void Adopt([TakesOwnership] Resource resource); }

        void M(IOwner owner, bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            if (flag)
                owner.Adopt(resource);
        }
        """);

    [Fact]
    public Task Passed_to_a_method_that_stores_it_only_if() => LeakCode.InClass(
        """
        private Resource? _resource;
        void Keep(Resource resource) => _resource = resource;

        void M(bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            if (flag)
                Keep(resource);
        }
        """);

    [Fact]
    public Task Kept_by_a_disposable_that_only_one_branch_makes() => LeakCode.InFile(
        """
        sealed class Session : IDisposable
        {
            private readonly Stream _stream;
            public Session(Stream stream) => _stream = stream;
            public void Dispose() => _stream.Dispose();
        }
        class C
        {
            Session? M(string path)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.ReadByte() != 1)
                    return null;
                return new Session(stream);
            }
        }
        """);

    [Fact]
    public Task Put_into_a_list_or_released_or_forgotten() => LeakCode.InClass(
        """
        private readonly List<Stream> _all = new();

        void M(string path, int mode)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            if (mode == 0)
                _all.Add(stream);
            else if (mode == 1)
                stream.Dispose();
        }

        void Clear() { foreach (Stream stream in _all) stream.Dispose(); }
        """);

    [Fact]
    public Task Added_to_a_request_only_if_there_is_a_name() => LeakCode.InClass(
        """
        void M(MultipartFormDataContent form, string path, string? name)
        {
            var part = {|RH1002:new StringContent(path)|};
            if (name != null)
                form.Add(part, name);
        }
        """);

    [Fact]
    public Task Swapped_into_a_field_that_another_thread_may_have_filled() => LeakCode.InClass(
        """
        private Resource? _resource;

        Resource M()
        {
            var mine = {|RH1002:new Resource()|};
            if (_resource != null)
                return _resource;
            _resource = mine;
            return mine;
        }
        """);
}
