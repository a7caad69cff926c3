namespace ResourceHygiene.Analyzers.Tests.Ownership;

/// <summary>What a body releases whenever it returns, what for a flag, what perhaps, and what it does instead.</summary>
public sealed class InferenceReleaseTests
{
    [Theory]
    [InlineData("s.Dispose();")]
    [InlineData("using (s) { if (x) return; }")]
    [InlineData("using var t = s; if (x) return;")]
    [InlineData("try { if (x) return; s.Flush(); } finally { s?.Dispose(); }")]
    [InlineData("if (s == null) return; s.Dispose();")]
    [InlineData("if (s is not null) s.Dispose();")]
    [InlineData("lock (s) { s.Dispose(); }")]
    [InlineData("if (x) { s.Dispose(); } else { s.Flush(); s.Dispose(); }")]
    [InlineData("if (x) s.Dispose(); else throw new InvalidOperationException();")]
    [InlineData("if (x) throw new InvalidOperationException(); s.Dispose();")]
    [InlineData("try { s.Dispose(); } catch (IOException) { }")]
    [InlineData("try { s.Flush(); s.Dispose(); } catch (IOException) { s.Dispose(); }")]
    [InlineData("try { s.Flush(); s.Dispose(); } catch (IOException) { throw; }")]
    [InlineData("Released(s);")]
    [InlineData("Flagged(s, false);")]
    [InlineData("Default(s);")]
    [InlineData("void Local() => s.Dispose(); Local();")]
    [InlineData("void Local(Stream t) { t.Flush(); t.Dispose(); } Local(s);")]
    public void On_every_path(string body) => Assert.Equal("Released", Of(body));

    [Theory]
    [InlineData("var t = s; t.Dispose();")]
    [InlineData("if (x) { s.Dispose(); return; } s.Flush(); s.Dispose();")]
    [InlineData("switch (n) { case 0: s.Dispose(); break; default: s.Flush(); s.Dispose(); break; }")]
    [InlineData("while (true) { if (n-- == 0) { s.Dispose(); return; } }")]
    [InlineData("do { s.Flush(); } while (n-- > 0); s.Dispose();")]
    [InlineData("bool done = false; if (x) { s.Dispose(); done = true; } if (!done) s.Dispose();")]
    [InlineData("var reader = new StreamReader(s); reader.Dispose();")]
    [InlineData("if (n == 1) { goto end; } s.Flush(); end: s.Dispose();")]
    public void On_every_path_as_paths_show(string body) => Assert.Equal("Released", Of(body));

    [Theory]
    [InlineData("if (x) s.Dispose();", "when")]
    [InlineData("if (!x) s.Dispose();", "unless")]
    [InlineData("if (x == false) s.Dispose();", "unless")]
    [InlineData("if (x && s != null) s.Dispose();", "when")]
    [InlineData("if (x) return; s.Dispose();", "unless")]
    [InlineData("if (!x) { s.Flush(); return; } s.Dispose();", "when")]
    [InlineData("try { s.Flush(); } finally { if (x) s.Dispose(); }", "when")]
    [InlineData("if (x) { s.Flush(); } else { s.Dispose(); }", "unless")]
    [InlineData("Flagged(s, x);", "unless")]
    [InlineData("Flagged(s, !x);", "when")]
    [InlineData("void Local() => s.Dispose(); if (x) Local();", "when")]
    [InlineData("bool leave = !x; if (!leave) s.Dispose();", "when")]
    [InlineData("var t = s; if (x) t.Dispose();", "when")]
    public void For_a_value_of_a_flag(string body, string condition) => Assert.Equal($"Released {condition} x", Of(body));

    [Theory]
    [InlineData("if (s.CanRead) s.Dispose();")]
    [InlineData("if (s.CanRead) return; s.Dispose();")]
    [InlineData("if (n > 0) s.Dispose();")]
    [InlineData("while (s.ReadByte() > 0) s.Dispose();")]
    [InlineData("for (int i = 0; i < n; i++) s.Dispose();")]
    [InlineData("try { s.Flush(); s.Dispose(); } catch (IOException) { }")]
    [InlineData("try { s.Flush(); } catch (IOException) { s.Dispose(); }")]
    [InlineData("if (n > 0) s = new MemoryStream(); s.Dispose();")]
    [InlineData("x = s.CanRead; if (x) s.Dispose();")]
    [InlineData("if (x) { if (s.CanRead) s.Dispose(); }")]
    [InlineData("if (x) s.Dispose(); else _kept = s;")]
    [InlineData("if (x) s.Dispose(); if (n > 0) s.Dispose();")]
    [InlineData("Perhaps(s);")]
    [InlineData("Flagged(s, s.CanRead);")]
    [InlineData("void Local() { if (n > 0) s.Dispose(); } Local();")]
    [InlineData("_ = n > 0 && Answers(s);")]
    public void Perhaps(string body) => Assert.Equal("MayBeReleased", Of(body));

    [Theory]
    [InlineData("s.Flush();", "Borrowed")]
    [InlineData("s = new MemoryStream(); s.Dispose();", "Borrowed")]
    [InlineData("s = s ?? new MemoryStream(); s.Flush();", "Borrowed")]
    [InlineData("_kept = s;", "Taken")]
    [InlineData("_all.Add(s);", "Taken")]
    [InlineData("_slots[0] = s;", "Taken")]
    [InlineData("Given(s);", "Taken")]
    [InlineData("Known(s);", "Escapes")]
    [InlineData("Task.Run(() => s.Flush());", "Escapes")]
    [InlineData("var all = new List<Stream>(); all.Add(s);", "Escapes")]
    public void Something_else(string body, string role) => Assert.Equal(role, Of(body));

    [Fact]
    public void Closing_a_connection_is_no_release_for_good() =>
        Assert.Equal("MayBeReleased", InferredContracts.OfParameter("void Do(DbConnection s) => s.Close();"));

    [Fact]
    public void What_runs_later_is_released_later()
    {
        Assert.Equal("MayBeReleased", InferredContracts.OfParameter("async void Do(Stream s) { await Task.Yield(); s.Dispose(); }"));
        Assert.Equal("MayBeReleased", InferredContracts.OfParameter("IEnumerable<int> Do(Stream s) { yield return 1; s.Dispose(); }"));
        Assert.Equal("Released", InferredContracts.OfParameter("async Task Do(Stream s) { await Task.Yield(); await s.DisposeAsync(); }"));
    }

    [Fact]
    public void Methods_that_call_each_other_are_judged_together()
    {
        Assert.Equal("MayBeReleased", InferredContracts.OfParameter("void Do(Stream s, int n) { if (n == 0) { s.Dispose(); return; } Do(s, n - 1); }"));
        Assert.Equal("MayBeReleased", InferredContracts.OfParameter("void Do(Stream s, int n) { if (n > 0) Other(s, n); } void Other(Stream s, int n) { if (n > 5) s.Dispose(); else Do(s, n - 1); }"));
    }

    [Fact]
    public void An_override_that_does_less_makes_it_doubtful() =>
        Assert.Equal(
            "MayBeReleased",
            InferredContracts.OfParameter("public virtual void Do(Stream s) => s.Dispose(); class D : C { public override void Do(Stream s) => s.Flush(); }"));

    [Theory]
    [InlineData("public void Do() { _m.Flush(); Dispose(); }", "Released")]
    [InlineData("public void Do() { if (_disposed) return; Dispose(); }", "Released")]
    [InlineData("public void Do() { if (!_disposed) { Dispose(); } }", "Released")]
    [InlineData("public void Do() { if (_m.CanRead) Dispose(); else { _m.Flush(); Dispose(); } }", "Released")]
    [InlineData("public void Do(bool keep) { if (!keep) Dispose(); }", "Released unless keep")]
    [InlineData("public void Do(bool end) { if (!end) return; Dispose(); }", "Released when end")]
    [InlineData("public void Do() { if (!_leaveOpen) Dispose(); }", "MayBeReleased")]
    [InlineData("public bool Do() { if (_m.CanRead) return true; Dispose(); return false; }", "MayBeReleased")]
    [InlineData("public void Do() { void Local() => Dispose(); Local(); }", "Released")]
    public void The_object_itself(string method, string role) =>
        Assert.Equal(role, InferredContracts.OfReceiver(
            $$"""
            sealed class R : IDisposable
            {
                private readonly MemoryStream _m = new();
                private bool _disposed;
                private bool _leaveOpen;
                {{method}}
                public void Leave() => _leaveOpen = true;
                public void Dispose() { _disposed = true; _m.Dispose(); }
            }
            """));

    private static string Of(string body) => InferredContracts.OfParameter(
        $$"""
        Stream _kept; readonly List<Stream> _all = new(); readonly Stream[] _slots = new Stream[1];
        void Do(Stream s, bool x, int n) { {{body}} }
        static void Released(Stream s) { s.Flush(); s.Dispose(); }
        static void Flagged(Stream s, bool leaveOpen) { if (!leaveOpen) s.Dispose(); }
        static void Default(Stream s, bool leaveOpen = false) { if (!leaveOpen) s.Dispose(); }
        static void Perhaps(Stream s) { if (s.CanWrite) s.Dispose(); }
        static bool Answers(Stream s) { s.Dispose(); return true; }
        static void Known(object o) => Console.WriteLine(new object[] { o });
        void Given(Stream s) { _kept = s; }
        """);

    [Fact]
    public void What_only_looks_into_it_is_no_other_face_of_it() => Assert.Equal(
        "Borrowed", InferredContracts.OfParameter("static DbDataReader Do(DbCommand s) => s.ExecuteReader();"));

    [Fact]
    public void A_wrapper_of_it_is() => Assert.Equal(
        "Aliased", InferredContracts.OfParameter("static StreamReader Do(Stream s) => new StreamReader(s);"));

    [Fact]
    public void What_goes_into_an_out_parameter_is_taken() => Assert.Equal(
        "Taken", InferredContracts.OfParameter("static bool Do(Stream s, out Stream kept) { kept = s.CanRead ? s : null; return s.CanRead; }"));

    [Theory]
    [InlineData("_last = s;", "MayBeReleased")]
    [InlineData("s.Dispose();", "MayBeReleased")]
    [InlineData("Keep(s);", "Escapes")]
    [InlineData("s.Flush();", "Borrowed")]
    public void An_override_may_answer_for_what_its_base_borrows(string body, string expected) => Assert.Equal(
        expected,
        InferredContracts.OfParameter(
            "public virtual void Do(Stream s) => s.Flush();\n"
            + "class D : C { private Stream _last; static extern void Keep(object o);\n"
            + "public override void Do(Stream s) { " + body + " } }"));
}
